// Imported before the product (`node --import`): what it writes goes to a test, and counts as a terminal all the same.
Object.defineProperty(process.stdout, 'isTTY', { value: true });
