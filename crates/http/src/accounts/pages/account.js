// Sends the token of the link, which stands behind #, to the API when the button is pressed.
"use strict";

const WORDS = {
  en: {
    "verify-email": { title: "Confirm your mail address", button: "Confirm" },
    "reset-password": { title: "Set a new password", label: "New password", button: "Set it" },
    done: "Done. You can close this page.",
    invalid_mail_token: "This link was used, replaced by a newer one, or has expired. Ask for a new mail.",
    validation_failed: "A password needs 8 to 256 characters.",
    rate_limited: "Too many tries. Wait a while.",
    failed: "That did not work. Try again.",
  },
  pt: {
    "verify-email": { title: "Confirme seu endereço de e-mail", button: "Confirmar" },
    "reset-password": { title: "Defina uma nova senha", label: "Nova senha", button: "Definir" },
    done: "Pronto. Você pode fechar esta página.",
    invalid_mail_token: "Este link já foi usado, foi substituído por um mais novo ou expirou. Peça um novo e-mail.",
    validation_failed: "Uma senha precisa de 8 a 256 caracteres.",
    rate_limited: "Muitas tentativas. Espere um pouco.",
    failed: "Não funcionou. Tente de novo.",
  },
};

const language = new URLSearchParams(location.search).get("lang") === "pt" ? "pt" : "en";
const words = WORDS[language];
const page = words[location.pathname.split("/").pop()];
const token = new URLSearchParams(location.hash.slice(1)).get("token") ?? "";
const form = document.querySelector("form");
const said = document.querySelector("#said");

document.documentElement.lang = language;
for (const element of document.querySelectorAll("[data-word]")) {
  element.textContent = page[element.dataset.word];
}
// Whoever looks over a shoulder or through the history finds no token.
history.replaceState(null, "", location.pathname + location.search);

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const body = JSON.stringify({ token, ...Object.fromEntries(new FormData(form)) });
  try {
    const answer = await fetch(form.dataset.call, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body,
    });
    if (answer.ok) {
      form.remove();
      said.textContent = words.done;
    } else {
      const { code } = await answer.json();
      said.textContent = words[code] ?? words.failed;
    }
  } catch {
    said.textContent = words.failed;
  }
});
