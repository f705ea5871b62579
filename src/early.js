// Runs before everything else and before the first paint, so that a chosen theme and a returning visitor's page appear without a flash or a jump.
(function () {
	// No policy covers connections between browsers, and this site needs none: nothing that runs later finds a way to make one.
	['RTCPeerConnection', 'webkitRTCPeerConnection', 'mozRTCPeerConnection', 'RTCDataChannel', 'WebTransport'].forEach(function (name) {
		Reflect.deleteProperty(window, name);
	});
	// A button that is pressed before its part of the page has come alive is pressed again as soon as it has.
	/** @type {HTMLElement | null} */
	var pressed = null;
	/** @param {Event} event */
	function keep(event) {
		/** @type {HTMLElement | null} */
		var button = event.target instanceof Element ? event.target.closest('.part button:not([popovertarget])') : null;
		if (button) pressed = button.closest('.part[data-alive]') === button.closest('.part') ? null : button;
	}
	addEventListener('click', keep, true);
	addEventListener('likely:running', function () {
		removeEventListener('click', keep, true);
		if (pressed) pressed.click();
	}, { once: true });
	var language;
	try {
		var theme = localStorage.getItem('likely.theme');
		if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
		language = localStorage.getItem('likely.language');
		if (localStorage.getItem('likely.project')) document.documentElement.dataset.returning = '';
	} catch {
		// Storage may be forbidden: the page then follows the system and starts afresh.
	}
	// The page comes in English; whoever reads another of its languages sees nothing of it for the moment that their texts take to arrive.
	language = language || (navigator.languages || []).map(function (tag) { return tag.split('-')[0].toLowerCase(); }).find(function (tag) { return tag === 'en' || tag === 'de'; });
	if (language === 'de') {
		document.documentElement.lang = language;
		document.documentElement.dataset.speaking = '';
	}
})();
