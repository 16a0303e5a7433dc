/** How the portal looks, and the little that it does by script. */

export const STYLE = `
:root{--bg:#f4f5f7;--card:#fff;--ink:#1b2430;--soft:#5a6675;--line:#d9dee5;--fill:#f7f8fa;--brand:#1f5fd6;--on:#fff;--good:#1b7a4b;--bad:#b3261e;--ring:#1f5fd6}
:root[data-theme=dark]{--bg:#0e1218;--card:#171d26;--ink:#e9edf3;--soft:#a3afbf;--line:#303a48;--fill:#1e2631;--brand:#86b0ff;--on:#0b1526;--good:#6fd3a0;--bad:#ff9c93;--ring:#86b0ff;color-scheme:dark}
*{box-sizing:border-box}
html{font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;color:var(--ink);background:var(--bg)}
body{margin:0;min-height:100vh;display:flex;flex-direction:column;align-items:center;padding:24px 16px}
.card{width:100%;max-width:420px;background:var(--card);border:1px solid var(--line);border-radius:16px;padding:20px 24px 24px;box-shadow:0 8px 30px rgb(10 20 40/.06)}
header{display:flex;align-items:center;justify-content:space-between;min-height:32px;margin-bottom:12px;color:var(--soft);font-size:.8125rem}
h1{font-size:1.375rem;line-height:1.25;margin:0 0 6px;font-weight:650;letter-spacing:-.01em}
h1:focus{outline:none}
p{margin:0 0 14px}
.soft,.hint{color:var(--soft);font-size:.9rem}
.hint{margin:4px 0 0;font-size:.8125rem}
label,legend{display:block;font-weight:600;font-size:.9rem;margin:14px 0 4px;padding:0}
fieldset{border:0;margin:0;padding:0}
input[type=text],input[type=password],input[type=search]{width:100%;font:inherit;color:inherit;background:var(--fill);border:1px solid var(--line);border-radius:10px;padding:10px 12px}
input[type=checkbox],input[type=radio]{width:18px;height:18px;accent-color:var(--brand);flex:none;margin:0}
button,.button{font:inherit;font-weight:600;cursor:pointer;border-radius:10px;padding:10px 16px;border:1px solid var(--line);background:transparent;color:var(--ink);text-decoration:none;display:inline-block;text-align:center}
.main{width:100%;background:var(--brand);border-color:var(--brand);color:var(--on);margin-top:18px}
.second{width:100%;margin-top:10px}
.plain{border:0;padding:6px 8px;color:var(--soft);font-size:.875rem;font-weight:500}
:focus-visible{outline:3px solid var(--ring);outline-offset:2px}
.search{display:flex;gap:8px;margin:14px 0 12px}
.list{list-style:none;margin:0;padding:0;display:grid;gap:8px}
.list button{width:100%;display:flex;align-items:center;gap:12px;text-align:left;padding:9px 12px;background:var(--card)}
.list button:hover{background:var(--fill)}
.mark{width:34px;height:34px;border-radius:9px;display:grid;place-items:center;background:var(--fill);border:1px solid var(--line);font-weight:650;flex:none}
.who{flex:1;min-width:0}
.tag{font-size:.75rem;color:var(--soft);border:1px solid var(--line);border-radius:99px;padding:1px 8px;font-weight:500}
.row{display:flex;align-items:center;gap:12px;border:1px solid var(--line);border-radius:10px;padding:11px 12px;margin:8px 0;font-weight:500;cursor:pointer}
details{margin-top:18px;border-top:1px solid var(--line);padding-top:12px;font-size:.875rem}
summary{cursor:pointer;font-weight:600;color:var(--soft)}
dl{display:grid;grid-template-columns:auto 1fr;gap:4px 12px;margin:10px 0 0}
dt{font-family:ui-monospace,SFMono-Regular,Menlo,monospace;font-size:.8125rem}
dd{margin:0;color:var(--soft)}
.sign{width:46px;height:46px;border-radius:50%;display:grid;place-items:center;font-size:1.375rem;font-weight:700;margin:4px 0 12px;border:2px solid}
.good{color:var(--good)}.bad{color:var(--bad)}
.told{color:var(--soft);font-size:.8125rem;border-top:1px solid var(--line);padding-top:12px;margin:18px 0 0}
footer{margin-top:16px;color:var(--soft);font-size:.75rem}
[hidden]{display:none!important}
@media(max-width:480px){body{padding:0;background:var(--card)}.card{border:0;box-shadow:none;border-radius:0;max-width:none}}
`.trim();

/**
 * Messages to the window around the portal (or the one that opened it), which nothing but a script can send; a brokerage's
 * own window; and a list that grows shorter as one types. All else works without.
 */
export const SCRIPT = `
"use strict";
(() => {
  const framed = window.parent !== window;
  const around = framed ? window.parent : window.opener;
  const tell = (message) => { if (around) around.postMessage(message, "*"); };
  const { messages, popup, waits } = document.body.dataset;
  if (popup === "done") { window.close(); return; }
  for (const message of JSON.parse(messages || "[]")) tell(message);
  for (const field of document.querySelectorAll("input[name=framed]")) field.value = framed && popup !== "open" ? "1" : "";
  for (const button of document.querySelectorAll("[data-close]")) {
    button.addEventListener("click", () => tell("CLOSE_MODAL"));
  }
  const away = document.querySelector("a[data-popup]");
  if (away) away.addEventListener("click", (event) => {
    const other = window.open(away.href, "_blank", "popup,width=480,height=720");
    if (!other) return;
    event.preventDefault();
    const timer = setInterval(() => {
      if (!other.closed) return;
      clearInterval(timer);
      location.replace(away.dataset.popup);
    }, 300);
  });
  if (waits !== undefined) {
    // A page that reloads itself is read out from its top each time: this one does once there is something new.
    const look = async () => {
      const text = await (await fetch(location.href)).text();
      if (/<body[^>]* data-waits>/.test(text)) setTimeout(look, 1000); else location.reload();
    };
    setTimeout(look, 1000);
  }
  const search = document.querySelector("input[type=search]");
  if (search) search.addEventListener("input", () => {
    const wanted = search.value.trim().toLowerCase();
    let shown = 0;
    for (const item of document.querySelectorAll("[data-name]")) {
      item.hidden = !item.dataset.name.includes(wanted);
      if (!item.hidden) shown += 1;
    }
    document.getElementById("none").hidden = shown > 0;
  });
})();
`.trim();
