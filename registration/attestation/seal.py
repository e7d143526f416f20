"""The electronic seal of the CNSS on a document: PAdES, by a key that files give.

In development a root and a certificate for trials are drawn once under VAR_DIR; where the
application is in production they are refused, and nothing is ever drawn.
"""

import io
from functools import cache, cached_property
from pathlib import Path

from asn1crypto import pem, x509
from asn1crypto.keys import PrivateKeyInfo
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko_certvalidator.registry import SimpleCertificateStore

from registration.attestation.trial_seal import TRIAL, make_trial_seal

FIELD = "CNSS"
ROOM = 12_288  # bytes kept for the signature and its certificates: sized once, signed once


class Seal(signers.SimpleSigner):
    """A signer that reads its private key once."""

    @cached_property
    def _private_key(self) -> ec.EllipticCurvePrivateKey:
        return serialization.load_der_private_key(self.signing_key.dump(), password=None)

    def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
        """Sign with the key at hand, elliptic or RSA."""
        digest = {"sha256": hashes.SHA256, "sha384": hashes.SHA384, "sha512": hashes.SHA512}
        algorithm = digest[digest_algorithm]()
        if self.signing_key.algorithm == "rsa":
            return self._private_key.sign(data, padding.PKCS1v15(), algorithm)
        return self._private_key.sign(data, ec.ECDSA(algorithm))

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        """Sign, or say how long a signature may be."""
        return bytes(512) if dry_run else self.sign_raw(data, digest_algorithm)


class QuietWriter(IncrementalPdfFileWriter):
    """Adds to a document without naming the program that did."""

    def _update_meta(self) -> None:
        pass


def sealed(document: bytes) -> bytes:
    """Return the document with the seal of the CNSS over all of it."""
    writer = QuietWriter(io.BytesIO(document))
    return _signer().sign_pdf(writer, bytes_reserved=ROOM).getvalue()


@cache
def _signer() -> signers.PdfSigner:
    metadata = signers.PdfSignatureMetadata(
        field_name=FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
    )
    return signers.PdfSigner(metadata, signer=load())


def load() -> Seal:
    """Read the key and the certificates; refuse those of trials where they are not enough."""
    if settings.DEVELOPMENT:
        make_trial_seal(settings.VAR_DIR / "seal")
    key = PrivateKeyInfo.load(_der(settings.SEAL_KEY_FILE)[0])
    certificate, *chain = map(x509.Certificate.load, _der(settings.SEAL_CERTIFICATE_FILE))
    unit = certificate.issuer.native.get("organizational_unit_name")
    if unit == TRIAL and not settings.DEVELOPMENT:
        raise ImproperlyConfigured("The seal of trials does not seal in production.")
    store = SimpleCertificateStore.from_certs(chain)
    return Seal(signing_cert=certificate, signing_key=key, cert_registry=store)


def _der(path: Path) -> list[bytes]:
    try:
        written = Path(path).read_bytes()
    except OSError as absent:
        raise ImproperlyConfigured(f"A file of the seal cannot be read: {path}") from absent
    return [der for _name, _headers, der in pem.unarmor(written, multiple=True)]
