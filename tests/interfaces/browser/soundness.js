// What is unsound on a page: labels, names, headings, contrast (WCAG 2.2 AA), anything wider than the screen.
() => {
  const found = [];
  const named = (one) => one.getAttribute("aria-label") || one.labels?.length || one.title || one.placeholder;
  for (const one of document.querySelectorAll("input:not([type=hidden]), select, textarea")) if (!named(one)) found.push("no label: " + one.outerHTML);
  for (const one of document.querySelectorAll("button, a")) if (!one.textContent.trim() && !one.getAttribute("aria-label")) found.push("no name: " + one.outerHTML);
  for (const one of document.querySelectorAll("th")) if (!one.scope) found.push("no scope: " + one.outerHTML);
  if (document.querySelectorAll("h1").length !== 1) found.push("not one h1");
  if (!document.documentElement.lang || !document.title) found.push("no language or title");
  const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
  if (new Set(ids).size !== ids.length) found.push("an id twice");
  const channel = (text) => { const c = text.match(/[\d.]+/g).map(Number); return (c[3] ?? 1) === 0 ? null : c.slice(0, 3); };
  const shine = (c) => { const [r, g, b] = c.map((v) => { v /= 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; }); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  for (const one of document.querySelectorAll("p, td, th, a, button, label, h1, h2, h3, li, span, summary, dt, dd")) {
    if (!one.textContent.trim() || !one.offsetParent) continue;
    let back = one, colour = null;
    while (back && !(colour = channel(getComputedStyle(back).backgroundColor))) back = back.parentElement;
    const [a, b] = [shine(channel(getComputedStyle(one).color)), shine(colour ?? [255, 255, 255])].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) found.push("contrast: " + one.outerHTML.slice(0, 120));
  }
  if (document.documentElement.scrollWidth > innerWidth + 1) found.push("wider than the screen: " + document.documentElement.scrollWidth);
  return [...new Set(found)];
}
