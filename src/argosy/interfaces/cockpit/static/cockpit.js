// The cockpit's own script: keys, search dialog, sorting and filtering of tables, uploads. Everything works without it but uploads.
"use strict";
const csrf = () => document.querySelector('meta[name="csrf"]')?.content ?? "";
document.addEventListener("htmx:configRequest", (event) => { event.detail.headers["X-CSRF-Token"] = csrf(); });
// Errors come as short parts of a page: show them where the answer would have stood.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status >= 400) { event.detail.shouldSwap = true; event.detail.isError = false; }
});

const dialog = document.getElementById("search");
const openSearch = () => { if (dialog && !dialog.open) { dialog.showModal(); dialog.querySelector("input").select(); } };
document.querySelectorAll("[data-open-search]").forEach((one) => one.addEventListener("click", (event) => { event.preventDefault(); openSearch(); }));

const narrow = window.matchMedia("(max-width: 900px)");
if (narrow.matches) document.getElementById("domains")?.removeAttribute("open");

const rows = () => [...document.querySelectorAll("[data-decision]")];
let here = -1;
const go = (to) => {
  const all = rows();
  if (!all.length) return;
  here = Math.max(0, Math.min(all.length - 1, to));
  all.forEach((row, place) => row.classList.toggle("here", place === here));
  all[here].focus({ preventScroll: true });
  all[here].scrollIntoView({ block: "nearest" });
};
const press = (verb) => rows()[here]?.querySelector(`button[value="${verb}"]`)?.click();
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") { event.preventDefault(); openSearch(); return; }
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
  if (typing && dialog?.open && (event.key === "ArrowDown" || event.key === "Enter")) {
    const first = dialog.querySelector(".hits a");
    if (first) { event.preventDefault(); if (event.key === "Enter") first.click(); else first.focus(); }
    return;
  }
  if (dialog?.open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    const hits = [...dialog.querySelectorAll(".hits a")];
    const next = hits[hits.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1)];
    if (next) { event.preventDefault(); next.focus(); }
    return;
  }
  if (typing || dialog?.open || event.ctrlKey || event.metaKey || event.altKey) return;
  const acts = { a: "accept", t: "test", d: "decline" };
  if (event.key === "j") go(here + 1);
  else if (event.key === "k") go(here - 1);
  else if (event.key === "Enter" && here >= 0 && event.target.matches("[data-decision]")) rows()[here].querySelector("a")?.click();
  else if (event.key in acts) press(acts[event.key]);
  else if (event.key === "/") { event.preventDefault(); openSearch(); }
});

// Tables: filter by typing; sort by a click on a heading, by the exact values.
document.querySelectorAll("[data-filter]").forEach((input) => {
  const body = document.getElementById(input.dataset.filter)?.tBodies[0];
  input.addEventListener("input", () => {
    const wanted = input.value.toLowerCase();
    for (const row of body?.rows ?? []) row.classList.toggle("hidden", !row.textContent.toLowerCase().includes(wanted));
  });
});
document.querySelectorAll("table[data-sortable] th").forEach((head) => {
  head.classList.add("sortable");
  head.tabIndex = 0;
  const sort = () => {
    const body = head.closest("table").tBodies[0], place = head.cellIndex, up = head.getAttribute("aria-sort") === "descending";
    const value = (row) => { const cell = row.cells[place]; return cell?.dataset.exact ?? cell?.textContent ?? ""; };
    const compare = (one, other) => {
      const a = value(one), b = value(other), numeric = a !== "" && b !== "" && !isNaN(a) && !isNaN(b);
      if (a === "" || b === "") return (a === "") - (b === "");
      const order = numeric ? Number(a) - Number(b) : String(a).localeCompare(String(b));
      return up ? order : -order;
    };
    [...body.rows].sort(compare).forEach((row) => body.append(row));
    head.closest("tr").querySelectorAll("th").forEach((one) => one.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
  };
  head.addEventListener("click", sort);
  head.addEventListener("keydown", (event) => { if (event.key === "Enter") sort(); });
});

// Uploads: one request per file, streamed by the browser, with its progress; then on to the job.
const drop = document.getElementById("drop");
if (drop) {
  const list = document.getElementById("uploads");
  const send = (file) => {
    const line = document.createElement("li"), bar = document.createElement("progress"), said = document.createElement("span");
    said.textContent = `${file.name} `;
    bar.max = 1; bar.value = 0; line.append(said, bar); list.append(line);
    const request = new XMLHttpRequest(), store = document.getElementById("store")?.value ?? "";
    request.open("POST", `/api/v1/files?name=${encodeURIComponent(file.name)}${store ? `&store=${encodeURIComponent(store)}` : ""}`);
    request.setRequestHeader("X-CSRF-Token", csrf());
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.onprogress = (event) => { if (event.lengthComputable) bar.value = event.loaded / event.total; };
    request.onload = () => {
      let answer = {};
      try { answer = JSON.parse(request.responseText); } catch { answer = {}; }
      if (request.status === 202) {
        const link = document.createElement("a");
        link.href = `/jobs/${answer.id}`; link.textContent = drop.dataset.follow; line.append(" ", link); bar.value = 1;
        if (list.children.length === 1) location.assign(link.href);
      } else { said.textContent = `${file.name}: ${answer.detail ?? request.status}`; said.className = "loss"; bar.remove(); }
    };
    request.onerror = () => { said.textContent = `${file.name}: ${drop.dataset.broken}`; said.className = "loss"; bar.remove(); };
    request.send(file);
  };
  const take = (files) => { for (const file of files) send(file); };
  drop.addEventListener("dragover", (event) => { event.preventDefault(); drop.classList.add("over"); });
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => { event.preventDefault(); drop.classList.remove("over"); take(event.dataTransfer.files); });
  document.getElementById("files").addEventListener("change", (event) => take(event.target.files));
}
