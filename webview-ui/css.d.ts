/** Style sheets are bundled into panel.css; importing one brings no value. */
declare module "*.css";
