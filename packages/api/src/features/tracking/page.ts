// The tracking page: the same for everybody. Which delivery it shows stands behind the # of its address, which no browser
// sends; the page's script asks for it with the link's secret in a body. Nothing of an order stands in this text.

export const trackingPage = `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="robots" content="noindex">
  <title>Your delivery · Cool Delivery</title>
  <link rel="stylesheet" href="/track.css">
  <script type="module" src="/track.js"></script>
</head>
<body>
  <header><p class="brand">Cool Delivery</p></header>
  <main id="tracking">
    <h1 id="title">Your delivery</h1>
    <noscript><p class="sentence">This page needs JavaScript: what your link opens stands behind its #, and is never sent in an address.</p></noscript>
    <p class="sentence" id="sentence" role="status"></p>
    <div id="delivery" hidden>
      <p class="promise" id="promise"></p>
      <p class="area">Going to <span id="area"></span></p>
      <ol class="steps" id="steps"></ol>
      <p class="updated">Last news <time id="updated"></time></p>
    </div>
    <p id="ended" hidden>If somebody is sending you a parcel, look for the newest mail from Cool Delivery.</p>
  </main>
</body>
</html>
`;
