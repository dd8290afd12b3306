// Draws the page's charts with ECharts over the pictures that came with the page; without it the pictures stay. Colours are the page's own.
"use strict";
(() => {
  if (typeof echarts === "undefined") return;
  const style = getComputedStyle(document.documentElement), colour = (name) => style.getPropertyValue(`--${name}`).trim();
  const language = document.documentElement.lang, font = getComputedStyle(document.body).fontFamily;
  const short = new Intl.NumberFormat(language, { notation: "compact", maximumFractionDigits: 1 });
  const shown = (unit) => {
    const options = unit.kind === "money" ? { style: "currency", currency: unit.currency, currencyDisplay: "code" }
      : unit.kind === "share" ? { style: "percent", maximumFractionDigits: 1 } : { maximumFractionDigits: 2 };
    const whole = new Intl.NumberFormat(language, options);
    return (value) => (value === null || value === undefined || value === "" ? "–" : whole.format(value));
  };
  const text = { color: colour("soft"), fontFamily: font, fontSize: 12 };
  const tips = { renderMode: "richText", backgroundColor: colour("paper"), borderColor: colour("line"), textStyle: { ...text, color: colour("ink") } };
  const base = { animation: false, textStyle: text, aria: { enabled: false } };

  const trend = (told) => {
    const figure = shown(told.unit), tones = { front: colour("accent"), behind: colour("open"), part: colour("accent") };
    const line = (one) => {
      // The line's own name stands at its last known point; a single point needs none.
      const last = one.values.findLastIndex((value) => value !== null), known = one.values.filter((value) => value !== null).length;
      const label = { show: true, formatter: one.name, position: last === told.names.length - 1 ? "right" : "top", color: colour("ink"), fontSize: 12 };
      return {
        name: one.name, type: "line", symbolSize: 5, showSymbol: true, connectNulls: false, labelLayout: { moveOverlap: "shiftY" },
        data: one.values.map((value, at) => (at === last && known > 1 ? { value, label } : value)), symbol: (_, at) => (told.names.length < 60 || at.dataIndex === last ? "circle" : "none"),
        lineStyle: { width: 2, type: one.tone === "front" ? "solid" : "dashed", color: tones[one.tone] }, itemStyle: { color: tones[one.tone] },
      };
    };
    const series = told.lines.map(line);
    if (told.band) {
      const edge = { type: "line", stack: "range", symbol: "none", lineStyle: { opacity: 0 }, silent: true };
      series.push({ ...edge, name: "", data: told.band.low });
      series.push({ ...edge, name: told.band.name, data: told.band.high.map((high, at) => (high === null ? null : high - told.band.low[at])), areaStyle: { color: colour("accent"), opacity: 0.16 } });
    }
    const row = (at) => told.lines.filter((one) => one.values[at] !== null).map((one) => `${one.name}: ${figure(one.values[at])}`);
    const range = (at) => (told.band && told.band.high[at] !== null ? [`${told.band.name}: ${figure(told.band.low[at])} … ${figure(told.band.high[at])}`] : []);
    return {
      ...base, series, grid: { left: 8, right: 112, top: 16, bottom: 8, containLabel: true },
      tooltip: { ...tips, trigger: "axis", formatter: (items) => [told.names[items[0].dataIndex], ...row(items[0].dataIndex), ...range(items[0].dataIndex)].join("\n") },
      xAxis: { type: "category", data: told.names, axisLabel: text, axisLine: { lineStyle: { color: colour("line") } }, axisTick: { show: false } },
      yAxis: { type: "value", axisLabel: { ...text, formatter: (value) => (told.unit.kind === "share" ? figure(value) : short.format(value)) }, splitLine: { lineStyle: { color: colour("line") } } },
    };
  };

  const waterfall = (told) => {
    let level = 0;
    const bars = told.steps.map((step) => {
      const start = step.total ? 0 : level, end = step.total ? step.change : level + step.change;
      level = end;
      return { start, end, step };
    });
    // A bar that crosses zero is two: what lies above and what lies below, each on its own empty foot.
    const foot = (one, sign) => (sign > 0 ? Math.max(0, Math.min(one.start, one.end)) : Math.min(0, Math.max(one.start, one.end)));
    const long = (one, sign) => (sign > 0 ? Math.max(0, Math.max(one.start, one.end)) : Math.min(0, Math.min(one.start, one.end))) - foot(one, sign);
    const tone = (step) => colour(step.total ? "open" : step.change >= 0 ? "gain" : "loss");
    const part = (sign, name) => [
      { type: "bar", stack: name, silent: true, itemStyle: { color: "transparent" }, data: bars.map((one) => foot(one, sign)), barWidth: 16 },
      { type: "bar", stack: name, barWidth: 16, barGap: "-100%", data: bars.map((one) => ({ value: long(one, sign), itemStyle: { color: tone(one.step) } })) },
    ];
    const edge = Math.max(...bars.map((one) => Math.max(one.start, one.end)));
    return {
      ...base, series: [...part(1, "above"), ...part(-1, "below")], grid: { left: 8, right: 16, top: 8, bottom: 8, containLabel: true },
      tooltip: { ...tips, trigger: "axis", axisPointer: { type: "shadow" }, formatter: (items) => { const { name, figure } = told.steps[items[0].dataIndex]; return `${name}\n${figure}`; } },
      yAxis: [{ type: "category", inverse: true, data: told.steps.map((step) => step.name), axisLabel: { ...text, color: colour("ink"), width: 220, overflow: "truncate" }, axisTick: { show: false }, axisLine: { show: false } },
        { type: "category", inverse: true, data: told.steps.map((step) => step.figure), axisLabel: { ...text, color: colour("ink") }, axisTick: { show: false }, axisLine: { show: false } }],
      xAxis: { type: "value", max: edge > 0 ? undefined : 0, axisLabel: { ...text, formatter: (value) => short.format(value) }, splitLine: { lineStyle: { color: colour("line") } } },
    };
  };

  const kinds = { trend, waterfall };
  const draw = (figure) => {
    const told = JSON.parse(figure.dataset.chart), place = document.createElement("div");
    place.className = "drawn";
    place.style.height = `${told.height}px`;
    figure.append(place);
    figure.querySelector("svg")?.classList.add("hidden");
    const chart = echarts.init(place, null, { renderer: "canvas" });
    chart.setOption(kinds[told.kind](told));
    new ResizeObserver(() => chart.resize()).observe(place);
  };
  const wide = window.matchMedia("(min-width: 560px)").matches;
  if (wide) document.querySelectorAll("[data-chart]").forEach(draw); // on a telephone the pictures that came with the page fit better
})();
