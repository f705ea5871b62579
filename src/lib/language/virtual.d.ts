declare module 'virtual:words/*' {
	const table: Readonly<Record<string, string | unknown[]>>;
	export default table;
}
