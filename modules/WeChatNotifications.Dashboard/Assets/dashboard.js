// What plain forms and htmx cannot do: charts, copying, the menu on phones, and a word when the session or the host is gone.
(() => {
  const charts = new WeakMap();
  const colour = name => getComputedStyle(document.documentElement).getPropertyValue(`--wx-${name}`).trim() || "#888";

  function options(kind) {
    const text = colour("text");
    const grid = colour("grid");
    const stacked = kind === "stacked";
    return {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      interaction: { mode: "index", intersect: false },
      plugins: { legend: { labels: { color: text } } },
      scales: {
        x: { stacked, ticks: { color: text, maxRotation: 0, autoSkip: true }, grid: { color: grid } },
        y: { stacked, beginAtZero: true, ticks: { color: text, precision: 0 }, grid: { color: grid } },
      },
    };
  }

  function draw(canvas, force) {
    if (!window.Chart || (!force && charts.get(canvas)?.source === canvas.dataset.wxChart)) return;
    const model = JSON.parse(canvas.dataset.wxChart);
    charts.get(canvas)?.chart.destroy();
    const datasets = model.series.map(s => ({
      label: s.name, data: s.values, borderColor: colour(s.colour), backgroundColor: colour(s.colour), borderWidth: 2, pointRadius: 2, tension: 0.2,
    }));
    const chart = new Chart(canvas, { type: model.kind === "line" ? "line" : "bar", data: { labels: model.labels, datasets }, options: options(model.kind) });
    charts.set(canvas, { chart, source: canvas.dataset.wxChart });
  }

  const drawAll = force => document.querySelectorAll("canvas[data-wx-chart]").forEach(c => draw(c, force));
  const frame = () => document.querySelector(".wx");

  function showCopyButtons(root) {
    if (!navigator.clipboard) return;
    root.querySelectorAll("[data-wx-copy]").forEach(b => { b.hidden = false; });
  }

  document.addEventListener("click", async event => {
    const button = event.target.closest?.("[data-wx-copy]");
    if (!button) return;
    const source = document.getElementById(button.dataset.wxCopy);
    await navigator.clipboard.writeText(source.value ?? source.textContent.trim());
    const said = button.textContent;
    button.textContent = frame()?.dataset.wxCopied ?? said;
    setTimeout(() => { button.textContent = said; }, 1500);
  });

  // A page in a tab that nobody looks at asks for nothing.
  document.addEventListener("htmx:before:request", event => {
    if (document.hidden && event.target.closest?.("[data-wx-live]")) event.preventDefault();
  });

  // A session that is over is answered with the log-in page, or refused: load the page anew, and the host leads on.
  document.addEventListener("htmx:before:swap", event => {
    const response = event.detail?.ctx?.response;
    const raw = response?.raw ?? response;
    if (response?.status === 401 || raw?.redirected) {
      event.preventDefault();
      location.reload();
    }
  });

  function setOffline(isOffline) {
    let notice = document.getElementById("wx-offline");
    if (!isOffline) { notice?.remove(); return; }
    if (notice || !frame()) return;
    notice = document.createElement("div");
    notice.id = "wx-offline";
    notice.className = "alert alert-warning";
    notice.setAttribute("role", "status");
    notice.textContent = frame().dataset.wxOffline;
    document.getElementById("main").prepend(notice);
  }

  document.addEventListener("htmx:error", () => setOffline(true));
  document.addEventListener("htmx:after:request", () => setOffline(false));
  document.addEventListener("htmx:after:swap", () => { drawAll(false); showCopyButtons(document); });
  document.addEventListener("wx:theme", () => drawAll(true));
  document.addEventListener("DOMContentLoaded", () => { drawAll(false); showCopyButtons(document); });
  if (document.readyState !== "loading") { drawAll(false); showCopyButtons(document); }
})();
