// The tracking page as HTML that reads well without script; script only keeps it fresh. Every value is escaped, also
// those that cannot need it: the next one might.

import type { TrackingView } from '@cool/contract/tracking';
import { stepWords } from '@cool/contract/tracking/steps';
import { promiseInWords } from '@cool/contract/tracking/words';

export function trackingPage(view: TrackingView): string {
  const steps = view.steps.map((step) => {
    const state = step.state === view.state ? 'current' : step.at === null ? 'ahead' : 'done';
    const current = state === 'current' ? ' aria-current="step"' : '';
    const when =
      step.at === null
        ? ''
        : ` <time datetime="${escapeHtml(step.at)}">${escapeHtml(clockTime(step.at))}</time>`;
    return `      <li class="step" data-state="${escapeHtml(step.state)}" data-progress="${state}"${current}>${escapeHtml(stepWords[step.state])}${when}</li>`;
  });
  return shell(
    'Your delivery',
    `    <p class="sentence" id="sentence" role="status">${escapeHtml(view.sentence)}</p>
    <p class="promise" id="promise">${escapeHtml(promiseInWords(view) ?? '')}</p>
    <p class="area">Going to <span id="area">${escapeHtml(view.area)}</span></p>
    <ol class="steps" id="steps">
${steps.join('\n')}
    </ol>
    <p class="updated">Last news <time id="updated" datetime="${escapeHtml(view.updatedAt)}">${escapeHtml(clockTime(view.updatedAt))}</time></p>`,
    true,
  );
}

/** The same words for a link that never was and one that has ended: the page tells nobody which. */
export function linkEndedPage(): string {
  return shell(
    'This link has ended',
    `    <p class="sentence">There is no delivery behind this link, or it was delivered a while ago.</p>
    <p>If somebody is sending you a parcel, look for the newest mail from Cool Delivery.</p>`,
    false,
  );
}

function shell(title: string, main: string, live: boolean): string {
  return `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="robots" content="noindex">
  <title>${escapeHtml(title)} · Cool Delivery</title>
  <link rel="stylesheet" href="/track.css">${live ? '\n  <script type="module" src="/track.js"></script>' : ''}
</head>
<body>
  <header><p class="brand">Cool Delivery</p></header>
  <main id="tracking">
    <h1>${escapeHtml(title)}</h1>
${main}
  </main>
</body>
</html>
`;
}

function clockTime(at: string): string {
  return new Intl.DateTimeFormat('en-IE', {
    timeZone: 'Europe/Dublin',
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
  }).format(new Date(at));
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
