// Tries the same address again when the wait that the page tells is over.

setTimeout(() => location.reload(), Number(document.body.dataset.seconds) * 1000);
