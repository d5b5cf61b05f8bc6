// What folium's own layers expect of a page, without jQuery; only in pages that have such layers.
if (!window.$) {
  window.$ = what => {
    if (typeof what !== 'string') return {ready: run => run()};
    const template = document.createElement('template');
    template.innerHTML = what.trim();
    return [...template.content.childNodes];
  };
}
