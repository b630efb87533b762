// Renews the numbers of the report and works out messages per second. Without it there is a link to look anew.
"use strict";

(() => {
  const report = document.getElementById("report");
  if (!report) {
    return;
  }

  const pause = 2000;
  let before = null;

  const accepted = () => Number(report.querySelector("[data-accepted]").dataset.accepted);

  const showRate = (rate) => {
    const hint = document.getElementById("rate-hint");
    document.getElementById("rate").textContent = rate === null ? "–" : rate.toLocaleString("en", { maximumFractionDigits: rate < 10 ? 1 : 0 });
    hint.textContent = hint.dataset.live;
  };

  const renew = async () => {
    if (!document.hidden) {
      try {
        const response = await fetch(report.dataset.from, { cache: "no-store" });
        if (response.ok) {
          report.innerHTML = await response.text();
          const now = { at: performance.now(), count: accepted() };
          // After a reset there are fewer than before.
          showRate(before && now.count >= before.count ? ((now.count - before.count) * 1000) / (now.at - before.at) : null);
          before = now;
        }
      } catch {
        // The simulator has stopped, or is being started anew: the next try tells.
      }
    }

    setTimeout(renew, pause);
  };

  before = { at: performance.now(), count: accepted() };
  showRate(null);
  setTimeout(renew, pause);
})();
