// Says in words what went wrong with a passkey, and offers none where the browser knows none.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const trouble = document.querySelector("[data-passkey-trouble]");
  if (trouble) {
    trouble.hidden = false;
  }
});

document.addEventListener("DOMContentLoaded", () => {
  if (window.PublicKeyCredential) {
    return;
  }
  for (const id of ["passkey_login", "mfa_webauthn_authenticate", "mfa_webauthn_add", "mfa_webauthn_reauthenticate"]) {
    const button = document.getElementById(id);
    if (button) {
      button.disabled = true;
    }
  }
});
