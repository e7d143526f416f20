// Ask the browser to make or to use a key, then send its answer with the form.
(function () {
  const form = document.querySelector("form[data-passkey]");
  const options = JSON.parse(document.getElementById("key-options").textContent).publicKey;
  if (!window.PublicKeyCredential || !PublicKeyCredential.parseRequestOptionsFromJSON) return;
  const failed = form.querySelector("[data-passkey-failed]");
  form.hidden = false;

  function ask() {
    if (form.dataset.passkey === "create") {
      const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
      return navigator.credentials.create({ publicKey });
    }
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
    return navigator.credentials.get({ publicKey });
  }

  form.addEventListener("submit", async function (event) {
    event.preventDefault();
    failed.hidden = true;
    try {
      const credential = await ask();
      form.elements.credential.value = JSON.stringify(credential);
      form.submit();
    } catch (refusal) {
      failed.hidden = false;
    }
  });
})();
