// A page that tries again by itself, without script.

export function waitingPage(reason: string, seconds: number): string {
  const soon = seconds === 1 ? 'in a second' : `in ${seconds} seconds`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="${seconds}">
<title>One moment – Cool Delivery demo</title>
<link rel="stylesheet" href="/demo/demo.css">
</head>
<body class="waiting">
<main>
<h1>One moment</h1>
<p role="status">${escaped(reason)}. This page goes on by itself ${soon}.</p>
</main>
</body>
</html>
`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
