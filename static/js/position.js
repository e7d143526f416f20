// Asks where one is, keeps about a hundred metres of it, and sends it in the body of a request.
"use strict";
const form = document.getElementById("position");
const without = document.getElementById("sans-position");
const show = (searching) => { form.hidden = !searching; without.hidden = searching; };
if (navigator.geolocation) {
    show(true);
    navigator.geolocation.getCurrentPosition(
        ({ coords }) => {
            form.elements.latitude.value = coords.latitude.toFixed(3);
            form.elements.longitude.value = coords.longitude.toFixed(3);
            form.submit();
        },
        () => show(false),
        { timeout: 20000, maximumAge: 600000 },
    );
}
