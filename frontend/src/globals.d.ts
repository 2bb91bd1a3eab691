/** True in development builds only; `vite build` replaces it by false and drops what it guards. */
declare const __DEV_BYPASS__: boolean;
