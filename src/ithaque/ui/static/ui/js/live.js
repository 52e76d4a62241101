// A page that listens: [data-live] names where; each nudge triggers `live-<part>` on the body, for htmx to ask again.
// A hidden page waits until it is seen: what nobody looked at is not marked as read.

const LONGEST = 60_000;
const waiting = new Set();

function tell() {
  if (document.visibilityState !== "visible") return;
  for (const part of waiting) window.htmx?.trigger(document.body, `live-${part}`);
  waiting.clear();
}

function listen(root, wait = 1_000) {
  const address = new URL(root.dataset.live, location.href);
  address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  const socket = new WebSocket(address);
  let next = wait;
  socket.addEventListener("open", () => {
    root.dataset.liveState = "open";
    // Whatever changed while the line was cut is asked for once.
    if (wait > 1_000) for (const part of (root.dataset.liveParts ?? "").split(" ").filter(Boolean)) waiting.add(part);
    next = 1_000;
    tell();
  });
  socket.addEventListener("message", (event) => {
    waiting.add(JSON.parse(event.data).part);
    tell();
  });
  socket.addEventListener("close", (event) => {
    root.dataset.liveState = "closed";
    if (event.code === 4404) return;
    setTimeout(() => listen(root, Math.min(next * 2, LONGEST)), next + Math.random() * next);
  });
}

document.addEventListener("visibilitychange", tell);
for (const root of document.querySelectorAll("[data-live]")) listen(root);
