// Shows new messages as they arrive. Without it the page shows what was there, and a link to look anew.
"use strict";

(() => {
  const phone = document.querySelector("[data-events]");
  if (!phone || !window.EventSource) {
    return;
  }

  const arrival = document.getElementById("arrival");
  const banner = document.getElementById("banner");
  const live = document.getElementById("live");
  const screen = phone.querySelector(".screen");
  let address = new URL(phone.dataset.events, location.href);
  let stream = null;
  let hideBanner = 0;

  // The markup comes from the simulator, which has encoded every value in it.
  const elementOf = (markup) => {
    const template = document.createElement("template");
    template.innerHTML = markup;
    return template.content.firstElementChild;
  };

  const addCard = (message) => {
    const card = elementOf(message.card);
    if (document.getElementById(card.id)) {
      return false;
    }

    document.getElementById("empty")?.remove();
    document.querySelector(".message.new")?.classList.remove("new");
    card.classList.add("new");
    const atEnd = Math.abs(screen.scrollTop) < 80;
    document.getElementById("messages").append(card);
    if (atEnd) {
      screen.scrollTop = 0;
    }

    return true;
  };

  const moveLine = (message) => {
    const line = elementOf(message.line);
    const chats = document.getElementById("chats");
    for (const old of chats.querySelectorAll("[data-chat]")) {
      if (old.dataset.chat === message.chat) {
        const hadFocus = old.contains(document.activeElement);
        old.remove();
        chats.prepend(line);
        if (hadFocus) {
          line.querySelector("a").focus();
        }
      }
    }

    line.classList.add("fresh");
  };

  const showBanner = (message) => {
    banner.href = message.address;
    banner.textContent = message.words;
    banner.hidden = false;
    clearTimeout(hideBanner);
    hideBanner = setTimeout(() => {
      if (document.activeElement !== banner) {
        banner.hidden = true;
      }
    }, 6000);
  };

  const arrive = (event) => {
    const message = JSON.parse(event.data);
    address.searchParams.set("after", event.lastEventId);
    if (document.getElementById("chats")) {
      moveLine(message);
    } else if (phone.dataset.chat === message.chat) {
      if (!addCard(message)) {
        return;
      }
    } else {
      showBanner(message);
    }

    arrival.textContent = message.words;
  };

  const tell = (isLive) => {
    live.textContent = isLive ? live.dataset.on : live.dataset.off;
    phone.dataset.live = isLive ? "true" : "false";
  };

  const open = () => {
    if (stream) {
      return;
    }

    stream = new EventSource(address);
    stream.addEventListener("open", () => tell(true));
    stream.addEventListener("error", () => tell(false));
    stream.addEventListener("card", arrive);
    stream.addEventListener("reload", () => location.reload());
  };

  const close = () => {
    stream?.close();
    stream = null;
    tell(false);
  };

  // A browser keeps few connections to one server: a phone that nobody looks at gives its own back.
  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
  window.addEventListener("pagehide", close);
  window.addEventListener("pageshow", () => !document.hidden && open());
  if (!document.hidden) {
    open();
  }
})();
