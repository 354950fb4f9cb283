// esbuild gathers the imported style sheets into page.css.
declare module '*.css';
