// Move a person to another mentor: by dragging a card onto another, by keyboard, or by picking then touching. All only ask the price,
// shown in a dialog; the change is a form there. Without this script the same page opens by its link.
//   data-mover="/price/"   a card whose person may move ("" where nothing can); data-name names the person
//   data-mentor="id"       the mentor a person dropped on this card would get
//   data-asks="/price/"    a link whose page is shown in the dialog; data-picks the button that picks by keyboard

const dialog = document.getElementById("move");
const said = document.getElementById("move-said");
const cards = () => [...document.querySelectorAll("[data-mover]")];
const targets = () => cards().filter((card) => card.dataset.mentor && card !== picked);
const handle = (card) => card.querySelector("summary") ?? card;
let picked = null;

async function ask(url) {
  const answer = await fetch(url, { headers: { "HX-Request": "true" } });
  if (!answer.ok) return location.assign(url);
  const content = document.getElementById("move-content");
  content.innerHTML = await answer.text();
  window.htmx?.process(content);
  if (!dialog.open) dialog.showModal();
  content.querySelector("[data-focus]")?.focus();
}

const price = (card, target) => ask(`${card.dataset.mover}?mentor=${encodeURIComponent(target.dataset.mentor)}`);
const say = (words, card) => { said.textContent = words.replace("{name}", card.dataset.name); };

function prepare() {
  for (const card of cards()) {
    handle(card).draggable = card.dataset.mover !== "";
    for (const button of card.querySelectorAll("[data-picks]")) button.hidden = false;
  }
}

function pick(card) {
  picked = card;
  card.classList.add("is-picked");
  say(said.dataset.picked, card);
  handle(targets()[0] ?? card).focus();
}

function putBack(words) {
  if (!picked) return;
  picked.classList.remove("is-picked");
  if (words) say(words, picked);
  const back = picked;
  picked = null;
  return back;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-picks]");
  if (button) return pick(button.closest("[data-mover]"));
  const chosen = picked && event.target.closest("[data-mover]");
  // A click that the keyboard makes is answered where keys are.
  if (chosen && event.detail && targets().includes(chosen)) {
    event.preventDefault();
    return price(putBack(""), chosen);
  }
  if (event.target.closest("[data-closes]") && dialog.open) {
    event.preventDefault();
    return dialog.close();
  }
  const link = event.target.closest("[data-asks]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  ask(link.dataset.asks);
});

document.addEventListener("keydown", (event) => {
  if (!picked || dialog.open) return;
  const places = targets();
  const here = places.indexOf(event.target.closest("[data-mover]"));
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && places.length) {
    event.preventDefault();
    handle(places[(here + step + places.length) % places.length]).focus();
  } else if (event.key === "Enter" && here >= 0) {
    event.preventDefault();
    price(putBack(""), places[here]);
  } else if (event.key === "Escape") {
    event.preventDefault();
    handle(putBack(said.dataset.dropped)).focus();
  }
});

document.addEventListener("dragstart", (event) => {
  const card = event.target.closest?.("[data-mover]");
  if (!card?.dataset.mover) return;
  picked = card;
  card.classList.add("is-picked");
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", card.dataset.name);
});
document.addEventListener("dragover", (event) => {
  const target = event.target.closest?.("[data-mover]");
  for (const card of document.querySelectorAll(".is-over")) if (card !== target) card.classList.remove("is-over");
  if (!picked || !targets().includes(target)) return;
  event.preventDefault();
  target.classList.add("is-over");
});
document.addEventListener("drop", (event) => {
  const target = event.target.closest?.("[data-mover]");
  if (!picked || !targets().includes(target)) return;
  event.preventDefault();
  price(putBack(""), target);
});
document.addEventListener("dragend", () => {
  putBack("");
  for (const card of document.querySelectorAll(".is-over")) card.classList.remove("is-over");
});
document.addEventListener("htmx:afterSettle", prepare);
prepare();
