// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.verify;

/** Something wrong with a finished response. */
public sealed interface Finding {

    /** Returns the place in the release whose response this is, as a JSON pointer (RFC 6901); empty for all of it. */
    String pointer();

    /** Returns one line for people. */
    String message();

    /** Returns the same finding at another place. */
    Finding at(String otherPointer);

    /** Returns the kind of this finding. */
    default Kind kind() {
        return switch (this) {
            case Malformed _ -> Kind.MALFORMED;
            case ForbiddenUrl _ -> Kind.FORBIDDEN_URL;
            case Unusable _, NoFile _ -> Kind.UNUSABLE;
            case Unanswerable _ -> Kind.UNANSWERABLE;
        };
    }

    /** The kinds of findings, the worst first. */
    enum Kind {
        MALFORMED("malformed", true),
        FORBIDDEN_URL("forbidden_url", true),
        UNUSABLE("unusable", false),
        UNANSWERABLE("unanswerable", false);

        private final String label;
        private final boolean unsafe;

        Kind(String label, boolean unsafe) {
            this.label = label;
            this.unsafe = unsafe;
        }

        /** Returns the name in metrics. */
        public String label() {
            return label;
        }

        /** Returns whether a release with such a response is never served. */
        public boolean isUnsafe() {
            return unsafe;
        }
    }

    /** The response is no XML or JSON document of the form that clients read. */
    record Malformed(String pointer, String message) implements Finding {
        @Override
        public Malformed at(String otherPointer) {
            return new Malformed(otherPointer, message);
        }
    }

    /** The response leads clients to a place that the allow-list does not have for the product. */
    record ForbiddenUrl(String pointer, String url, String message) implements Finding {
        @Override
        public ForbiddenUrl at(String otherPointer) {
            return new ForbiddenUrl(otherPointer, url, message);
        }
    }

    /** Clients discard the response. */
    record Unusable(String pointer, String message) implements Finding {
        @Override
        public Unusable at(String otherPointer) {
            return new Unusable(otherPointer, message);
        }
    }

    /** The response offers an update without any file for it, which clients discard. */
    record NoFile(String pointer) implements Finding {
        @Override
        public String message() {
            return "there is no file for the update";
        }

        @Override
        public NoFile at(String otherPointer) {
            return new NoFile(otherPointer);
        }
    }

    /** There is no response: clients get status 400. */
    record Unanswerable(String pointer, String message) implements Finding {
        @Override
        public Unanswerable at(String otherPointer) {
            return new Unanswerable(otherPointer, message);
        }
    }
}
