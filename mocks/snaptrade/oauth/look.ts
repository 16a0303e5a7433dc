/** How the consent page looks: no script, and it reads well from top to bottom. */
import { html, htmlPage, type Reply } from '../../../src/provider/index.ts';
import { SCOPES, type Scope } from './scopes.ts';

export interface Candidate {
  readonly userId: string;
  readonly name: string;
  readonly email: string | undefined;
}

export interface Consent {
  readonly action: string;
  readonly hidden: readonly (readonly [name: string, value: string])[];
  readonly scopes: readonly Scope[];
  readonly candidates: readonly Candidate[];
  /** Users that are not shown. */
  readonly left: number;
  readonly returnsTo: string;
  readonly mistake: string | undefined;
}

const STYLE = `
:root { color-scheme: light dark; --ink: #1d2433; --soft: #566075; --line: #ccd2dd; --page: #f5f6f9; --card: #fff; --accent: #1f5fd1; --bad: #a3261c; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ebf2; --soft: #aab3c5; --line: #3c4557; --page: #12161f; --card: #1b212d; --accent: #8ab4ff; --bad: #ff9d94; } }
* { box-sizing: border-box; }
body { margin: 0; padding: 2rem 1rem; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 30rem; margin: 0 auto; padding: 1.75rem; background: var(--card); border: 1px solid var(--line); border-radius: 14px; }
h1 { margin: 0 0 .5rem; font-size: 1.35rem; line-height: 1.3; }
h2, legend { margin: 0 0 .35rem; padding: 0; font-size: 1rem; font-weight: 600; }
p { margin: 0 0 1rem; color: var(--soft); overflow-wrap: anywhere; }
ul { margin: 0 0 1.25rem; padding-left: 1.2rem; }
fieldset { margin: 0 0 1.25rem; padding: 0; border: 0; }
label { display: flex; gap: .75rem; align-items: center; margin: .4rem 0; padding: .6rem .8rem; border: 1px solid var(--line); border-radius: 10px; cursor: pointer; overflow-wrap: anywhere; }
label:has(:checked) { border-color: var(--accent); }
label small { display: block; color: var(--soft); }
.mistake { color: var(--bad); }
.buttons { display: flex; gap: .75rem; }
button { flex: 1; min-height: 44px; font: inherit; font-weight: 600; border: 1px solid var(--accent); border-radius: 10px; background: transparent; color: var(--accent); cursor: pointer; }
button[value=allow] { background: var(--accent); color: var(--card); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
`;

export function consentPage(consent: Consent): Reply {
  const { action, hidden, scopes, candidates, left, returnsTo, mistake } = consent;
  const only = candidates.length === 1;
  return htmlPage(
    mistake === undefined ? 200 : 400,
    html`<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Allow access to your accounts - Understudy</title></head>
<body><main>
<h1>An application asks for access to your accounts</h1>
<p>This is Understudy's stand-in for the provider's own page: nobody has a password, and nothing leaves this machine.</p>
${mistake !== undefined && html`<p class="mistake" id="mistake" role="alert">${mistake}</p>`}
<form method="post" action="${action}">
${hidden.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<fieldset>
<legend>Who you are</legend>
${candidates.map(
  ({ userId, name, email }, index) =>
    html`<label><input type="radio" name="user" value="${userId}"${index === 0 && only ? html` checked` : ''}><span>${name}<small>${email ?? 'registered through the API'}</small></span></label>`,
)}
${left > 0 && html`<p>${left} more; name one in the address: <code>login_hint</code> with the user id.</p>`}
</fieldset>
<h2>What it asks for</h2>
<ul>${scopes.map((scope) => html`<li><strong>${scope}</strong>: ${SCOPES[scope]}.</li>`)}</ul>
<p>Either way you go back to ${returnsTo}</p>
<div class="buttons"><button name="decision" value="deny">Deny</button><button name="decision" value="allow">Allow</button></div>
</form>
</main></body></html>`,
    { style: STYLE, formsTo: [sourceOf(returnsTo)] },
  );
}

/** A mistake that cannot be sent back to the application. */
export function refusalPage(error: string, text: string): Reply {
  return htmlPage(
    400,
    html`<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>This request cannot be answered - Understudy</title></head>
<body><main>
<h1>This request cannot be answered</h1>
<p>The application that sent you here made a mistake, and it is not safe to send you back to it.</p>
<p class="mistake" role="alert"><strong>${error}</strong>: ${text}</p>
</main></body></html>`,
    { style: STYLE },
  );
}

/** As a content security policy names it: an origin, or the scheme of an address that has none. */
function sourceOf(address: string): string {
  const { origin, protocol } = new URL(address);
  return origin === 'null' ? protocol : origin;
}
