/** The version of all packages, as the servers announce it; a test keeps it equal to the package files. */
export const VERSION = '0.1.0';
