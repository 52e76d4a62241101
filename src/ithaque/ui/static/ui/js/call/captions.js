// Captions where the browser can write down speech on the device itself: a voice is never sent to a service.

const Recognition = window.SpeechRecognition ?? window.webkitSpeechRecognition;

export async function available(language) {
  if (!Recognition?.available) return false;
  const wanted = { langs: [language], processLocally: true };
  const state = await Recognition.available(wanted).catch(() => "unavailable");
  if (state === "available") return true;
  return state === "downloadable" && Recognition.install ? Recognition.install(wanted).catch(() => false) : false;
}

// Write down what this person says, until the function returned is called.
export function writeDown(language, show) {
  let on = true;
  const ear = new Recognition();
  Object.assign(ear, { lang: language, continuous: true, interimResults: true, processLocally: true });
  ear.addEventListener("result", (event) => {
    const last = event.results[event.results.length - 1];
    show({ text: last[0].transcript.trim(), whole: last.isFinal });
  });
  ear.addEventListener("end", () => on && ear.start());
  ear.start();
  return () => { on = false; ear.stop(); };
}
