// SPDX-License-Identifier: MPL-2.0
package dev.balrog.identity;

import java.util.List;

/** Login page, where a user is chosen without a password. */
final class LoginPage {
    private static final String STYLE = """
            :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
            body { max-width: 32rem; margin: 10vh auto; padding: 0 1rem; }
            button { display: block; width: 100%; margin: 0.75rem 0; padding: 0.75rem 1rem; font: inherit; text-align: start;
                     border: 1px solid; border-radius: 0.5rem; background: transparent; color: inherit; cursor: pointer; }
            button:hover, button:focus-visible { outline: 3px solid #4c8bf5; outline-offset: 2px; }
            strong, small { display: block; }
            """;

    private LoginPage() {}

    /**
     * Returns the HTML of the page.
     *
     * @param action target URL of the form
     */
    static String of(List<Person> people, String action) {
        StringBuilder page = new StringBuilder("""
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>Log in · Balrog demo</title>
                <style>%s</style>
                </head>
                <body>
                <main>
                <h1>Who are you?</h1>
                <p>For demonstrations on this host only, without passwords.</p>
                <form method="post" action="%s">
                """.formatted(STYLE, escape(action)));
        for (Person person : people) {
            page.append("""
                    <button name="person" value="%s"><strong>%s</strong><small>%s</small></button>
                    """.formatted(escape(person.email()), escape(person.name()), escape(person.description())));
        }
        return page.append("</form>\n</main>\n</body>\n</html>\n").toString();
    }

    /** Escapes a string for HTML text and attributes. */
    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** Returns the only style sheet that the page may use. */
    static String style() {
        return STYLE;
    }
}
