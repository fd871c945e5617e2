// Reloads the page when the preview shows a newer site, and lists what a person should mend.
// Served by the preview only; no file of the site refers to it.
(() => {
  "use strict";
  const script = document.currentScript;
  const version = script.dataset.version;
  const address = new URL("events", script.src);
  let source = null;

  const css = `
    section { position: fixed; inset: auto 1rem 1rem auto; z-index: 2147483647; box-sizing: border-box;
      max-width: min(44rem, calc(100vw - 2rem)); max-height: 45vh; overflow: auto; padding: .75rem 1rem;
      border: 2px solid #9a6700; border-radius: 6px; background: #fff8c5; color: #1f2328;
      font: 14px/1.45 system-ui, sans-serif; text-align: start; }
    section.error { inset: auto 0 0 0; max-width: none; border-radius: 0; border-width: 3px 0 0;
      border-color: #b3261e; background: #fff1f0; }
    h2 { margin: 0 4rem .4rem 0; font: inherit; font-weight: 700; }
    ul { margin: 0; padding-inline-start: 1.2rem; }
    li, pre { font: 13px/1.45 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
    pre { margin: 0; }
    button { position: absolute; inset: .6rem .75rem auto auto; font: inherit; cursor: pointer; }
    @media (prefers-color-scheme: dark) {
      section { background: #2b2410; color: #f0f3f6; border-color: #d4a72c; }
      section.error { background: #35110f; border-color: #ff8a80; }
    }
    @media print { section { display: none; } }`;

  // A shadow tree, so that neither the site's styles reach the panel nor the panel's the site. The style sheet is made
  // by script, which the site's content security policy allows.
  const host = document.createElement("site-gen-preview");
  const live = document.createElement("div");
  live.setAttribute("aria-live", "polite");
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];
  root.append(live);
  if (script.dataset.panel !== "off") document.body.append(host);

  const element = (name, text) => {
    const made = document.createElement(name);
    made.textContent = text; // never read as HTML: messages quote what other people wrote
    return made;
  };

  let shown = "";
  const show = ({ error, problems, more }) => {
    const wanted = JSON.stringify([error, problems, more]);
    if (wanted === shown) return;
    shown = wanted;
    live.replaceChildren();
    if (error === null && problems.length === 0) return;
    const panel = document.createElement("section");
    if (error !== null) {
      panel.className = "error";
      panel.append(element("h2", "The site could not be built; this is its last good state"), element("pre", error));
    } else {
      const list = document.createElement("ul");
      const count = problems.length + more;
      list.append(...problems.map((problem) => element("li", problem)));
      if (more > 0) list.append(element("li", `… and ${more} more`));
      panel.append(element("h2", count === 1 ? "1 problem" : `${count} problems`), list);
    }
    const hide = element("button", "Hide");
    hide.type = "button";
    hide.addEventListener("click", () => panel.remove());
    panel.append(hide);
    live.append(panel);
  };

  const close = () => {
    source?.close();
    source = null;
  };

  const open = () => {
    if (source !== null) return;
    source = new EventSource(address);
    source.addEventListener("message", (event) => {
      const news = JSON.parse(event.data);
      if (news.version !== version) {
        close();
        location.reload(); // keeps the scroll position
      } else {
        show(news);
      }
    });
  };

  // A browser opens six connections to a server at most, and every stream holds one: hidden tabs let theirs go, and ask
  // what is new when they are seen again.
  const follow = () => (document.visibilityState === "hidden" ? close() : open());
  document.addEventListener("visibilitychange", follow);
  window.addEventListener("pagehide", close);
  window.addEventListener("pageshow", follow);
  follow();
})();
