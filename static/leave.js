// "Leave quickly" is a plain link; where scripts run it also empties the page at once and takes it out of the way back.
document.addEventListener('click', function (event) {
	var link = event.target instanceof Element ? event.target.closest('a[data-leave]') : null;
	if (link === null) return;
	event.preventDefault();
	document.body.replaceChildren();
	location.replace(link.href);
});
