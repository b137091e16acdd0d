// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.verify;

/** Problem of a rendered response. */
public sealed interface Finding {

    /**
     * Returns a JSON pointer (RFC 6901) to the part of the release that the response is for; empty
     * for all of it.
     */
    String pointer();

    /** Returns the message, in one line. */
    String message();

    /** Returns the same finding with another pointer. */
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

    /** Kinds of findings, the worst first. */
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

    /** Response that is not an XML or JSON document of the form that clients parse. */
    record Malformed(String pointer, String message) implements Finding {
        @Override
        public Malformed at(String otherPointer) {
            return new Malformed(otherPointer, message);
        }
    }

    /** Response that directs clients to a URL outside the allow-list of the product. */
    record ForbiddenUrl(String pointer, String url, String message) implements Finding {
        @Override
        public ForbiddenUrl at(String otherPointer) {
            return new ForbiddenUrl(otherPointer, url, message);
        }
    }

    /** Response that clients discard. */
    record Unusable(String pointer, String message) implements Finding {
        @Override
        public Unusable at(String otherPointer) {
            return new Unusable(otherPointer, message);
        }
    }

    /** Response that offers an update without any file for it, which clients discard. */
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

    /** Absence of a response: clients get status 400. */
    record Unanswerable(String pointer, String message) implements Finding {
        @Override
        public Unanswerable at(String otherPointer) {
            return new Unanswerable(otherPointer, message);
        }
    }
}
