// Runs before everything else and before the first paint, so that a chosen theme and a returning visitor's page appear without a flash or a jump.
(function () {
	// No policy covers connections between browsers, and this site needs none: nothing that runs later finds a way to make one.
	['RTCPeerConnection', 'webkitRTCPeerConnection', 'mozRTCPeerConnection', 'RTCDataChannel', 'WebTransport'].forEach(function (name) {
		Reflect.deleteProperty(window, name);
	});
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
