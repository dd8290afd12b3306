(function () {
  var root = document.documentElement, titles = JSON.parse(root.dataset.titles);
  function kept(key, value) {
    try { if (value === undefined) return localStorage.getItem(key); localStorage.setItem(key, value); } catch (blocked) { return null; }
  }
  function speak(language) {
    root.lang = language; document.title = titles[language] || document.title;
  }
  function paint(theme) { if (theme) root.dataset.theme = theme; }
  function isDark() {
    return root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  }
  function unfold() {
    var found = location.hash && document.getElementById(location.hash.slice(1));
    for (var one = found; one; one = one.parentElement) if (one.tagName === "DETAILS") one.open = true;
    if (found) found.scrollIntoView();
  }
  root.classList.add("js");
  paint(kept("argosy-theme"));
  document.addEventListener("DOMContentLoaded", function () {
    document.getElementById("speak").addEventListener("click", function () {
      speak(root.lang.slice(0, 2) === "zh" ? "en" : "zh-Hans");
    });
    document.getElementById("paint").addEventListener("click", function () {
      var theme = isDark() ? "light" : "dark"; paint(theme); kept("argosy-theme", theme);
    });
    addEventListener("hashchange", unfold); unfold();
  });
})();
