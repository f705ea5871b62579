/** The pages in the order of the journey. */
export const places = [
	{ path: '/data/', name: 'Data' },
	{ path: '/model/', name: 'Model' },
	{ path: '/customers/', name: 'Customers' },
	{ path: '/audiences/', name: 'Audiences' },
	{ path: '/what-if/', name: 'What if' },
	{ path: '/live/', name: 'Live' },
	{ path: '/history/', name: 'History' },
	{ path: '/about/', name: 'How it works' }
] as const;
