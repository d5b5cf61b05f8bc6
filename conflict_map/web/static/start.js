// Unpacks the page's own code, which the content policy knows by its hash, and runs it; knows nothing of it.
(() => {
  const block = document.getElementById('conflict-map-data').dataset, total = Number(block.total), placed = Number(block.placed);
  /** @param {string} message */
  const fail = message => {
    const box = document.getElementById('failure');
    box.textContent = message;
    box.hidden = false;
    throw new Error(message);
  };
  /** @returns {Promise<void>} */
  const run = async () => {
    if (typeof DecompressionStream === 'undefined') fail('This browser is too old for this map: it needs Chrome or Edge 80, Firefox 113 or Safari 16.4, or newer.');
    let code = '';
    try {
      const binary = atob(document.getElementById('conflict-map-code').textContent);
      const bytes = Uint8Array.from(binary, c => c.charCodeAt(0));
      code = await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).text();
    } catch (error) {
      fail('This file is damaged or incomplete (' + (error instanceof Error ? error.message : error) + '). Ask for the file again.');
    }
    const script = document.createElement('script');
    script.textContent = code;
    document.head.append(script);
    if (window.conflictMap === waiting) fail('The code of this page was changed or is not allowed to run here.');
    return window.conflictMap.ready;
  };
  const ready = Promise.resolve().then(run), waiting = {ready, total, placed, unplaced: total - placed};
  ready.catch(() => {});
  window.conflictMap = waiting;
})();
