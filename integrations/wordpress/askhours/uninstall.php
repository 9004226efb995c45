<?php
/**
 * Removes what the plugin has stored: one option.
 *
 * @package Askhours
 */

if ( ! defined( 'WP_UNINSTALL_PLUGIN' ) ) {
	exit;
}

delete_option( 'askhours' );
