// Before the first paint, so that nobody in the dark is dazzled: the user's choice, else the system's.
(() => {
  const key = "wechat-notifications-theme";
  const system = matchMedia("(prefers-color-scheme: dark)");
  const chosen = () => { try { return localStorage.getItem(key); } catch { return null; } };
  const apply = () => { document.documentElement.dataset.bsTheme = chosen() ?? (system.matches ? "dark" : "light"); };
  apply();
  system.addEventListener("change", apply);
  document.addEventListener("DOMContentLoaded", () => {
    for (const button of document.querySelectorAll("[data-wx-theme]")) {
      button.hidden = false;
      button.addEventListener("click", () => {
        const next = document.documentElement.dataset.bsTheme === "dark" ? "light" : "dark";
        try { localStorage.setItem(key, next); } catch { /* it holds for this page only */ }
        apply();
        document.documentElement.dataset.bsTheme = next;
        document.dispatchEvent(new Event("wx:theme"));
      });
    }
  });
})();
