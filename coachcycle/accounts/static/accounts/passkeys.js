/* allauth's own script speaks with the browser's passkeys. This says in words when that did not work out. */

const trouble = document.getElementById("passkey-trouble");

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  trouble.textContent = window.PublicKeyCredential ? trouble.dataset.words : trouble.dataset.missing;
});
