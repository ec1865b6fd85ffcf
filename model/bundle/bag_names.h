/* The tag files of a bag. */
#ifndef MODEL_BUNDLE_BAG_NAMES_H
#define MODEL_BUNDLE_BAG_NAMES_H

#define BAG_DECLARATION "bagit.txt"
#define BAG_INFO "bag-info.txt"
#define BAG_MANIFEST "manifest-sha512.txt"
#define BAG_TAG_MANIFEST "tagmanifest-sha512.txt"
#define BAG_SIGNATURE BAG_TAG_MANIFEST ".sig"
#define BAG_GUIDE "VERIFY.txt"
#define BAG_PAYLOAD "data/"

#define BAG_VERSION "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"

#endif
