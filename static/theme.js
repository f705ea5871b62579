// Runs before the first paint, so that a chosen theme and a returning visitor's page appear without a flash or a jump.
(function () {
	try {
		var theme = localStorage.getItem('likely.theme');
		if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
		if (localStorage.getItem('likely.project')) document.documentElement.dataset.returning = '';
	} catch {
		// Storage may be forbidden: the page then follows the system and starts afresh.
	}
})();
