// The designer: questions dragged by their grip. The buttons beside each do the same without a script.
let held = null;

const designer = () => document.getElementById("designer");
const questionOf = (target) => target.closest?.(".designer-question");
const listOf = (target) => target.closest?.(".designer-step")?.querySelector("[data-list]");

function prepare() {
  for (const grip of designer()?.querySelectorAll("[data-grip]") ?? []) grip.draggable = true;
}

function place(list, y) {
  const others = [...list.querySelectorAll(".designer-question")].filter((one) => one !== held);
  const next = others.find((one) => y < one.getBoundingClientRect().top + one.offsetHeight / 2);
  return { next, number: next ? others.indexOf(next) : others.length };
}

document.addEventListener("dragstart", (event) => {
  if (!event.target.matches?.("[data-grip]")) return;
  held = questionOf(event.target);
  held.classList.add("is-held");
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", held.dataset.key);
  event.dataTransfer.setDragImage(held, 20, 20);
});

document.addEventListener("dragover", (event) => {
  const list = held && listOf(event.target);
  if (!list) return;
  event.preventDefault();
  const { next } = place(list, event.clientY);
  if (next) next.before(held);
  else list.append(held);
});

document.addEventListener("drop", (event) => {
  const list = held && listOf(event.target);
  if (!list) return;
  event.preventDefault();
  const { number } = place(list, event.clientY);
  const values = { do: `drop:${held.dataset.key}:${list.dataset.list}:${number}` };
  window.htmx.ajax("POST", designer().dataset.act, { values, target: "#designer", swap: "outerHTML" });
});

document.addEventListener("dragend", () => {
  held?.classList.remove("is-held");
  held = null;
});

document.addEventListener("htmx:afterSettle", prepare);
prepare();
