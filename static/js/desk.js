// What the desk adds where scripts run; every page works without it.
(() => {
    "use strict";
    const shortcuts = document.currentScript.dataset.shortcuts === "on";
    const typing = (element) => element.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(element.tagName);
    // The key that writes "/" with Latin letters writes "ظ" with Arabic ones.
    const isSlash = (event) => event.key === "/" || (event.code === "Slash" && event.key === "ظ");

    document.addEventListener("keydown", (event) => {
        const box = document.querySelector("#search-box, #search-people");
        if (!shortcuts || !box || !isSlash(event) || typing(event.target)) return;
        if (event.ctrlKey || event.altKey || event.metaKey) return;
        event.preventDefault();
        box.focus();
        box.select();
    });

    for (const button of document.querySelectorAll("[data-print]")) {
        button.hidden = false;
        button.addEventListener("click", () => window.print());
        if (button.autofocus) button.focus();
    }
})();
