// Nothing to run: this entry brings types, see `react.d.ts`.
export {};
