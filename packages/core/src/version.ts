/** The version of all packages, as programs announce it; generated from the manifest of the repository. */
export const VERSION = '0.1.0';
