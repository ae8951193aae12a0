import { defineConfig } from 'vite';

// Three files by fixed names: the server knows no others.
export default defineConfig({
  base: '/assets/',
  build: {
    assetsDir: '',
    modulePreload: false,
    cssCodeSplit: false,
    rollupOptions: { output: { entryFileNames: 'app.js', assetFileNames: 'app.[ext]', codeSplitting: false } },
  },
});
