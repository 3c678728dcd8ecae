# What Doxygen reads otherwise than it stands there. Programs write `apideck::client`, without the namespace of
# the version; and a page that GitHub shows as well has no label, by which alone it is found in any folder.
s/::inline APIDECK_VERSION_NAMESPACE//
s/^# Contributing$/& {#contributing}/
