"""A root and a certificate for development and tests, drawn once; worth nothing to anybody."""

import os
import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

TRIAL = "ESSAI SANS VALEUR"
LASTS = timedelta(days=3650)


def make_trial_seal(folder: Path, *, unit: str = TRIAL) -> None:
    """Draw key.pem, and certificates.pem: that of the seal, then its root; what is there stays."""
    if folder.exists():
        return
    root_key, key = (ec.generate_private_key(ec.SECP256R1()) for _each in range(2))
    root = _certificate("Racine d'essai", root_key, "Racine d'essai", root_key, unit, is_root=True)
    leaf = _certificate(
        "CNSS, cachet d'essai", key, "Racine d'essai", root_key, unit, is_root=False
    )
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    chain = b"".join(one.public_bytes(serialization.Encoding.PEM) for one in (leaf, root))
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=".seal-", dir=folder.parent))
    _write(fresh / "key.pem", private)
    _write(fresh / "certificates.pem", chain)
    try:
        fresh.rename(folder)
    except OSError:  # another process was first: its files stand
        shutil.rmtree(fresh)


def _write(path: Path, content: bytes) -> None:
    with open(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)


def _certificate(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    issuer: str,
    issuer_key: ec.EllipticCurvePrivateKey,
    unit: str,
    *,
    is_root: bool,
) -> x509.Certificate:
    now = datetime.now(UTC)
    usage = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "encipher_only"), False
    )
    return (
        x509.CertificateBuilder()
        .subject_name(_name(name, unit))
        .issuer_name(_name(issuer, unit))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + LASTS)
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=not is_root,
                content_commitment=not is_root,
                key_cert_sign=is_root,
                crl_sign=is_root,
                decipher_only=False,
                **usage,
            ),
            critical=True,
        )
        .sign(issuer_key, hashes.SHA256())
    )


def _name(common: str, unit: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, unit),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )
