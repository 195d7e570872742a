// A page that tries again by itself: by script, because axe refuses a meta refresh (WCAG 2.2.1).

export function waitingPage(reason: string, seconds: number): string {
  const soon = seconds === 1 ? 'in a second' : `in ${seconds} seconds`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>One moment – Cool Delivery demo</title>
<link rel="stylesheet" href="/demo/demo.css">
<script type="module" src="/demo/waiting.js"></script>
</head>
<body class="waiting" data-seconds="${seconds}">
<main>
<h1>One moment</h1>
<p role="status">${escaped(reason)}. This page goes on by itself ${soon}.</p>
<noscript><p>Without JavaScript it does not: reload it then.</p></noscript>
</main>
</body>
</html>
`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
