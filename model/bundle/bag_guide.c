#include "model/bundle/bag_guide.h"

#include "model/bundle/bag_names.h"
#include "model/bundle/signature.h"
#include "net/base/memory.h"

/* Shell code that prints the names in a manifest, each between double slashes, which no file name has. */
#define LISTED(file) "$(while read -r h n; do printf '//%s//' \"$n\"; done <" file ")"

static const char guide[] =
    "How to check this bundle\n"
    "\n"
    "It needs sha512sum (of coreutils) and, where the bundle is signed, ssh-keygen (of openssh-client). "
    "Unpack it, go\n"
    "into the folder in which this file is, and run these lines in a shell. None may say anything of a "
    "failure:\n"
    "\n"
    "    sha512sum --strict --quiet -c " BAG_TAG_MANIFEST "\n"
    "    sha512sum --strict --quiet -c " BAG_MANIFEST "\n"
    "\n"
    "This one names each file that was added; it says nothing if there is none:\n"
    "\n"
    "    added() { for f in \"$1\"* \"$1\".[!.]* \"$1\"..?*; do if [ -d \"$f\" ] && [ ! -L \"$f\" ]; then"
    " added \"$f/\"; elif [ -e \"$f\" ] || [ -L \"$f\" ]; then case"
    " \"//" BAG_TAG_MANIFEST "//" BAG_SIGNATURE "//" LISTED(BAG_TAG_MANIFEST) LISTED(
        BAG_MANIFEST) "\" in *\"//$f//\"*) ;; *) echo \"ADDED: $f\"; false;; esac; fi; done; }; added ''\n"
                      "\n";
static const char guide_signed[] =
    "This one prints the key that has signed. Whether that is the key of the one who gave you the bundle, "
    "you have to\n"
    "know from elsewhere: anybody can make a bundle anew and sign it.\n"
    "\n"
    "    ssh-keygen -Y check-novalidate -n " SIGNATURE_NAMESPACE " -s " BAG_SIGNATURE " <" BAG_TAG_MANIFEST
    "\n"
    "\n"
    "tapedeck verify does all of it, also with the zip; with --signer KEY.pub it asks for that key.\n";
static const char guide_unsigned[] = "It is not signed: who has changed a file can have written all of this "
                                     "anew. Keep the line that the next command\n"
                                     "prints, or get it from who gave you the bundle, by another way.\n"
                                     "\n"
                                     "    sha512sum " BAG_TAG_MANIFEST "\n"
                                     "\n"
                                     "tapedeck verify does all of it, also with the zip.\n";

char *bag_guide(bool is_signed)
{
    return memory_format("%s%s", guide, is_signed ? guide_signed : guide_unsigned);
}
