// A board whose cards are dragged from column to column: dropping sends the card's own form.
// Without a script, or with a keyboard, the "Move" menu of the card does the same.

for (const board of document.querySelectorAll("[data-board]")) {
  let held = null;
  const column = (event) => event.target.closest?.("[data-drop]");
  const takes = (place) => held && [...held.querySelector("select").options].some((option) => option.value === place.dataset.drop);
  const clear = () => board.querySelectorAll(".board-over").forEach((place) => place.classList.remove("board-over"));

  board.addEventListener("dragstart", (event) => {
    held = event.target.closest?.("[data-card]");
    if (!held) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", "");
    held.classList.add("board-held");
  });
  board.addEventListener("dragover", (event) => {
    const place = column(event);
    clear();
    if (!place || !takes(place)) return;
    event.preventDefault();
    place.classList.add("board-over");
  });
  board.addEventListener("drop", (event) => {
    const place = column(event);
    if (!place || !takes(place)) return;
    event.preventDefault();
    held.querySelector("select").value = place.dataset.drop;
    held.querySelector("form").requestSubmit();
  });
  board.addEventListener("dragend", () => {
    held?.classList.remove("board-held");
    held = null;
    clear();
  });
}
